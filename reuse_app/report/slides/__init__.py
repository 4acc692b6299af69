"""The report as slides: which pages there are, the file with its look, and charts and tables that can be edited."""
