"""Yes and no in the many words people have for them. In such a column a dash says no, a tick says yes."""

from __future__ import annotations

import re
from functools import lru_cache

from sheets.problems import Read, bad
from sheets.text import fold
from sheets.workbook import Stored

YES = re.compile(
    r"так|т|да|д|yes|y|true|істина|правда|истина|[+✓✔☑✅√🗸]+|v|1|є|есть|ага"
    r"|(?:в |у )?наявн(?:ий|а|е|і|ості)|обладнан\w+|забезпечен\w+|доступн\w+"
    r"|викон(?:ан[оийа])?|зроблено|проведен[оийа]|готово|реалізован[оийа]|відбу(?:вся|лося|лась|лася|лись)"
    r"|выполнено|сделано|проведено|done|completed|held"
    r"|бу(?:в|ла|ло|ли)|висвітлен[оийа]|опублікован[оийа]|інклюзивн(?:ий|а|е)|беруть участь|брали участь"
)
NO = re.compile(
    r"ні|н|нет|no|n|false|хибність|ложь|[-✗✘☒❌×☐]+|0|нема(?:є)?"
    r"|відсутн(?:ій|я|є|і|о)|отсутствует|отсутствуют"
    r"|не (?:виконан[оийа]|проведен[оийа]|зроблено|відбу(?:вся|лося|лась|лася|лись)|бу(?:в|ла|ло|ли)|брали участь"
    r"|висвітлювал\w+|висвітлен[оийа]|обладнан\w+|інклюзивн\w+|передбачен\w+|доступн\w+"
    r"|выполнено|проводилос[яь]|проводився|done)"
)
# After a clear first word people add where, when or by whom: «так, сайт ЦПР», «виконано (12.05)», «ні - дощ».
REMARK = re.compile(r"(?P<word>[^\s,;:(.-]+)\.?\s*(?:[,;:(]|\s-\s).+")
DATED = re.compile(r"(?<=\w)\s+(?:від )?\d{1,2}[./]\d{1,2}(?:[./]\d{2,4})?\s*(?:р(?:оку)?\.?)?$")  # «виконано 12.10»
DOUBT = re.compile(r"\?|част|\bале\b|\bмайже\b|\bне\b|план|\bно\b")


@lru_cache(maxsize=65536)
def _read(text: str) -> Read:
    folded = DATED.sub("", fold(text).strip(" .!"))
    if folded in ("", "null", "<null>", "н/д", "n/a"):
        return Read(None)
    for pattern, value in ((YES, True), (NO, False)):
        if pattern.fullmatch(folded):
            return Read(value)
    remark = REMARK.fullmatch(folded)
    if remark and not DOUBT.search(folded):
        for pattern, value in ((YES, True), (NO, False)):
            if pattern.fullmatch(remark["word"]):
                return Read(value)
    return bad("doubtful" if "?" in folded else "not-yes-or-no")


def read_yes_no(stored: Stored) -> Read:
    """True, False, or a problem; a tick box and 1 / 0 count, any other number does not."""
    if isinstance(stored, bool):
        return Read(stored)
    if isinstance(stored, int | float):
        return Read(bool(stored)) if stored in (0, 1) else bad("not-yes-or-no")
    return _read(stored or "")
