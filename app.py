"""The panel: `streamlit run app.py` (or `streamlit run asgi.py`, which serves it compressed)."""

from pages.parts import frame

frame.settle_memory()
frame.open_frame()
