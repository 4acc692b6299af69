"""The way in for programs: the HTTP API, its description, and the tokens that open it."""
