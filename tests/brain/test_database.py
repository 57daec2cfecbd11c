"""The pool of connections, and a server that goes away and comes back."""

import psycopg

from brain import database as databases
from brain.models import one

_END_ALL = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE application_name = %s AND pid <> pg_backend_pid()
"""


def test_connections_that_a_restart_of_the_server_cut_fail_nobodys_request(postgres: str) -> None:
    pool = databases.connect(postgres)
    with pool.connection_context():
        assert one("SELECT 1") == (1,)
    with psycopg.connect(postgres, autocommit=True) as server:
        server.execute(_END_ALL, (databases.NAME,))
    with pool.connection_context():
        assert one("SELECT 2") == (2,)
    pool.close_all()
