"""The plainest page on the server that the app runs on, as a limit: `python -m tests.benchmarks.hello`."""

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask

from reuse_app.web.server.serve import listening
from reuse_app.web.server.working import QUICK_THREADS

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Say hello."""
    return "Hello"


if __name__ == "__main__":
    listener = listening("127.0.0.1", 0)
    print(f"Hello is at http://127.0.0.1:{listener.getsockname()[1]}", flush=True)  # its caller waits for it
    middleware = WSGIMiddleware(app, workers=QUICK_THREADS)  # type: ignore[arg-type]  # a2wsgi has its own names
    config = uvicorn.Config(middleware, log_level="warning", access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
