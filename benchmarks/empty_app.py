"""The panel's frame around an empty page: the floor beside which the pages are timed."""

from pages.parts import frame

frame.PAGES = {"overview": ":material/space_dashboard:"}
frame.BAR = ("overview",)
frame.path = lambda key: "empty_page.py"
frame.settle_memory()
frame.open_frame()
