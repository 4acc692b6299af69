"""The pages: Flask, thin. A view takes what it needs from `g`, calls one function, renders or redirects."""

from reuse_app.web.app import create_app

__all__ = ["create_app"]
