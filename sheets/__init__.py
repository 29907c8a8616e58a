"""What is: the workbook as data. Imports neither streamlit nor charts."""
