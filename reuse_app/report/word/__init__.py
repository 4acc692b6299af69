"""The report as a Word document: its file with styles and running heads, and its body."""
