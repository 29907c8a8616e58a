"""A Sheets API v4 emulator: what the real service was seen to do, over a plain grid. See __main__.py."""
