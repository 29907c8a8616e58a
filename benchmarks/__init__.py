"""Ours beside the peers', in one run: ratios, never bare times."""
