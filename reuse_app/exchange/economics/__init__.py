"""The sheets of a workbook that recompute what reuse costs when somebody changes a cell."""
