"""Links that open a form: a record begun, with its fields open, fixed or hidden, signed by this panel.

The link carries all that it says and nothing else: it is signed, not secret, so only what its reader may know belongs
into it. Nothing of the sheet can be read by it; what it says can't be changed without the key.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from pathlib import Path
from typing import Any, Literal

from itsdangerous import BadData, URLSafeSerializer

from sheets.errors import PanelError, Refused
from sheets.json_values import from_plain, plain
from sheets.opening import secrets
from sheets.schema import Panel
from sheets.state import state

Audience = Literal["staff", "participants"]
SETTING = "invitation_key"  # in secrets.toml; needed where PANEL_STATE does not outlive a restart
LONGEST = 4000  # characters of a link's token: about what a QR code and an address bear


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A form to be filled by whoever has its link. `fixed` fields are shown and can't be changed, `hidden` ones are not
    shown, all other `values` only begin the form; `until` is the link's end, None for none."""

    kind: str
    values: Mapping[str, Any] = made(default_factory=dict)  # python values, as records.py has them
    fixed: frozenset[str] = frozenset()
    hidden: frozenset[str] = frozenset()
    until: dt.datetime | None = None  # aware
    several: bool = False  # whether one device may answer more than once
    id: str = made(default_factory=lambda: randomness.token_urlsafe(6))


class LinkBroken(PanelError):
    """The link is not one of this panel's, was changed on its way, or leads to another form."""

    code = "link-broken"


class LinkEnded(PanelError):
    """The link's time is over; details: until."""

    code = "link-ended"


def seal(invitation: Invitation, key: str, audience: Audience) -> str:
    """The text that stands in the link's address. Raises Refused('limit') where so much fits into no address."""
    said = {
        "k": invitation.kind,
        "v": {name: plain(value) for name, value in invitation.values.items()},
        "f": sorted(invitation.fixed),
        "h": sorted(invitation.hidden),
        "u": invitation.until.isoformat(timespec="minutes") if invitation.until else None,
        "s": int(invitation.several),
        "i": invitation.id,
    }
    token = _signer(key, audience).dumps({name: value for name, value in said.items() if value})
    text = token.decode() if isinstance(token, bytes) else token
    if len(text) > LONGEST:
        raise Refused("limit", length=len(text), limit=LONGEST)
    return text


def unseal(token: str, key: str, audience: Audience, panel: Panel, now: dt.datetime) -> Invitation:
    """The invitation that this panel put into a link for these people.

    `now` is aware. Raises LinkBroken, LinkEnded. A field that panel.toml no longer declares is left out.
    """
    try:
        said = _signer(key, audience).loads(token[: LONGEST + 1])
        kind, fields = said["k"], panel.tabs[said["k"]].fields
        values = {n: from_plain(fields[n], v) for n, v in said.get("v", {}).items() if n in fields}
        until = dt.datetime.fromisoformat(said["u"]) if said.get("u") else None
    except (BadData, KeyError, TypeError, ValueError):
        raise LinkBroken from None
    if until and now >= until:
        raise LinkEnded(until=until)
    return Invitation(
        kind=kind,
        values=values,
        fixed=frozenset(said.get("f", ())) & set(fields),
        hidden=frozenset(said.get("h", ())) & set(fields),
        until=until,
        several=bool(said.get("s")),
        id=said.get("i", ""),
    )


def signing_key() -> str:
    """The key of this panel's links: `invitation_key` in secrets.toml, else one made once in PANEL_STATE."""
    return str(secrets().get(SETTING) or _kept_key(state("invitations.key")))


def _kept_key(file: Path) -> str:
    """The key in this file; the first of all processes to ask makes it, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{file.name}.{randomness.token_hex(4)}")
    if not file.exists():
        draft.touch(mode=0o600)
        draft.write_text(randomness.token_urlsafe(32), encoding="ascii")
        try:
            os.link(draft, file)  # whole or not at all, and never over another's
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii")


def _signer(key: str, audience: Audience) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt=f"form for {audience}")
