"""The panel: `streamlit run app.py` (or `streamlit run asgi.py`, which serves it compressed)."""

from pages.parts import frame

frame.open_frame()
