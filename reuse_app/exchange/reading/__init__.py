"""Tables and lists that people have, read as capabilities.

A table takes one way in: bytes -> `read_table` (by `csv_text`, `xlsx` or `ods`) -> `FoundTable` -> `header` ->
`table_rows` -> `row_reading` -> checked rows. Whatever somebody may say about that is one noun, `Choices`: the form of
the preview and the options of the command line fill it alike. What another system keeps as JSON or YAML comes in by
`foreign`, and a matrix of capabilities and products by `matrix_tables`.
"""
