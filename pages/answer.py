"""Відгук: what a participant thinks of one event. Opened by a signed link only; shows nothing of the sheet."""

from pages.parts import door

door.let_in()

import streamlit as st

from pages.parts import replies
from pages.parts.words import md, say
from sheets.errors import PanelError

with st.container(width=560):
    try:
        invitation = replies.invited()
    except PanelError as trouble:
        replies.refuse(trouble)
        st.stop()
    if replies.answered(invitation):
        replies.keep(invitation)
        replies.thank(invitation)
        st.stop()
    st.title(say("reply.title"))
    st.markdown(f"**{md(replies.subject(invitation))}**")
    answers = replies.ask(invitation)
    replies.keep(invitation)
    if answers:
        replies.send(invitation, answers)
