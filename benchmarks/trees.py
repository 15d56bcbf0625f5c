"""The trees as a threaded server in Python shows them: the same work, to compare with.

Needs prometheus_client. PORT and TREES_API_URL as the apps of the lessons.
"""

import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.request import urlopen

from prometheus_client import CONTENT_TYPE_LATEST, Counter, Histogram, generate_latest

FOREST = os.environ["TREES_API_URL"]
REQUESTS = Counter("requests_total", "Requests answered.", ["status", "endpoint"])
FOREST_REQUESTS = Counter("forest_requests_total", "Calls to the forest.", ["status"])
LATENCY = Histogram("request_latency_seconds", "Seconds a request takes.", ["endpoint"])


class Trees(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_GET(self):
        if self.path == "/metrics":
            self.answer(200, CONTENT_TYPE_LATEST, generate_latest())
            return
        start = time.perf_counter()
        try:
            with urlopen(FOREST, timeout=2) as answer:
                trees = json.loads(answer.read(4096))["count"]
            FOREST_REQUESTS.labels("ok").inc()
            status, text = 200, f"<h1>{trees:,}</h1>"
        except OSError:
            FOREST_REQUESTS.labels("error").inc()
            status, text = 503, "<h1>No count</h1>"
        REQUESTS.labels(str(status), "/treecounter").inc()
        self.answer(status, "text/html; charset=utf-8", text.encode())
        LATENCY.labels("/treecounter").observe(time.perf_counter() - start)

    def answer(self, status, kind, body):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 256


Server(("127.0.0.1", int(os.environ["PORT"])), Trees).serve_forever()
