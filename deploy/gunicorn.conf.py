"""gunicorn for the web process: one process, many threads; the work is waiting for PostgreSQL."""

import os

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8000')}"  # noqa: S104
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "brain.giving_way.GivingWay"  # gthread, with less patience
threads = 16
keepalive = 75
timeout = 30
graceful_timeout = 20
limit_request_line = 8190
accesslog = None
errorlog = "-"
loglevel = "warning"
reuse_port = True  # a new master listens at once, though a killed one's worker still does
proc_name = "mostrador-web"
control_socket_disable = True
