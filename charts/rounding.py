"""Numbers rounded as on paper: Babel and Python round halves to the even neighbour, and a mean of 4,25 reads 4,2."""

from __future__ import annotations

import math

from babel.numbers import format_percent


def rounded(value: float, digits: int) -> float:
    """A number with at most this many digits after the comma, a half away from nought."""
    scale = 10**digits
    whole = math.floor(round(abs(value) * scale + 0.5, 6))  # 4.35 is 4.3499999999999996
    return math.copysign(whole / scale, value) if whole else 0.0


def percent(share: float, language: str) -> str:
    """A share (0–1) in per cent with one digit after the comma (2 of 3 is 66,7%), but never rounded to all or nothing:
    99,96% is 99,9%, and 0,01% is 0,1%."""
    kept = min(max(rounded(share, 3), 0.001), 0.999) if 0 < share < 1 else share
    return format_percent(kept, locale=language, decimal_quantization=False)
