"""The pages about whole workshops: the first page, copies, versions, the report, sharing and deleting."""
