"""
Servers: what a request takes of the processor time of each column's server. All of them are
up, on one processor with the client (requests.c), which asks them in turns of some milliseconds.
A figure is the median of the ratios within each of many rounds; and as a process may be faster
or slower than its twin for as long as it lives, all are started anew a few times, and the spread
is that of these medians. The column "native again" shows how far they are to be trusted.
"""

import os
import signal
import socket
import statistics
import subprocess
import time

from common import PATH

OURS = "fdwarden"

NGINX = """
daemon off; worker_processes 1; pid %(top)s/pid; error_log %(top)s/error.log;
%(user)s
events { worker_connections 512; }
http {
	access_log off;
	client_body_temp_path %(top)s/b; proxy_temp_path %(top)s/p; fastcgi_temp_path %(top)s/f;
	uwsgi_temp_path %(top)s/u; scgi_temp_path %(top)s/s;
	server {
		listen 127.0.0.1:%(port)d;
		root %(top)s/root;
		keepalive_requests 1000000000;
		location /close/ { keepalive_timeout 0; alias %(top)s/root/; }
	}
}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port, request):
    """An answer, for a master listens before its workers are there."""
    for _ in range(500):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=10) as server:
                server.sendall(request.encode())
                if server.recv(1):
                    return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise SystemExit("a server does not answer on port %d" % port)


def start_nginx(bench, column):
    port = free_port()
    top = os.path.join(bench.directory, "nginx-%d" % port)
    os.makedirs(os.path.join(top, "root"))
    with open(os.path.join(top, "root/index.html"), "w", encoding="ascii") as file:
        file.write("x" * 100)
    with open(os.path.join(top, "conf"), "w", encoding="ascii") as file:
        file.write(NGINX % {"top": top, "port": port,
                            "user": "user root;" if os.geteuid() == 0 else ""})
    command = ["nginx", "-p", top, "-c", os.path.join(top, "conf"), "-e", top + "/error.log"]
    return port, start(bench, column, command)


def start_redis(bench, column):
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "",
               "--dir", bench.directory]
    return port, start(bench, column, command)


def start(bench, column, command):
    return subprocess.Popen(bench.run_command(column) + command, stdin=subprocess.DEVNULL,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                            env=dict(os.environ, PATH=PATH))


HTTP = "GET /%sindex.html HTTP/1.1\r\nHost: here\r\n\r\n"
REDIS = "*2\r\n$3\r\nGET\r\n$3\r\nkey\r\n"
# The program, how it is started, and the rows: title, how connections are used, the request.
SERVERS = [
    ("nginx", start_nginx,
     [("nginx, a new connection each request", "new", HTTP % "close/"),
      ("nginx, keep-alive", "keep", HTTP % "")]),
    ("redis-server", start_redis,
     [("redis GET, 16 connections", "keep", REDIS),
      ("redis GET, a new connection each", "new", REDIS)]),
]
BATCHES = "40"      # of a spell: some milliseconds


def processes(pid):
    """It and all below it."""
    with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
        below = [int(word) for word in file.read().split()]
    return [pid] + [one for child in below for one in processes(child)]


def life(bench, client, columns, starter, rows, rounds):
    """
    Servers started once: for each row the native nanoseconds of a request, and of each
    column the ratio of the requests that it answers in the same time.
    """
    up = []
    try:
        for column in columns:
            up.append(starter(bench, column))
        for port, _ in up:
            wait_for(port, rows[0][2])
        asked = ["%d:%s" % (port, ",".join(map(str, processes(process.pid))))
                 for port, process in up]
        results = []
        for _, connections, request in rows:
            said = subprocess.run([client, connections, request, BATCHES, str(rounds), *asked],
                                  check=True, capture_output=True, text=True).stdout
            took = [[float(word) for word in line.split()] for line in said.splitlines()]
            results.append((statistics.median(values[0] for values in took),
                            {column.name: statistics.median(values[0] / values[index]
                                                            for values in took)
                             for index, column in enumerate(columns) if index > 0}))
        return results
    finally:
        for _, process in up:
            process.send_signal(signal.SIGTERM)
        for _, process in up:
            process.wait()


def on_one_processor(work):
    """No wake-up goes elsewhere, and none interrupts (SCHED_BATCH): for children, too."""
    processors, policy = os.sched_getaffinity(0), os.sched_getscheduler(0)
    os.sched_setaffinity(0, {max(processors)})
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    try:
        return work()
    finally:
        os.sched_setscheduler(0, policy, os.sched_param(0))
        os.sched_setaffinity(0, processors)


def servers(bench):
    columns = bench.whole_programs()
    client = bench.compile("requests")
    lives, rounds = (3, 30) if bench.quick else (6, 50)
    bench.heading(columns)
    for program, starter, rows in SERVERS:
        if not bench.tool(program):
            for title, *_ in rows:
                bench.skip(title, "not installed: " + program)
            continue
        lived = on_one_processor(lambda starter=starter, rows=rows: [
            life(bench, client, columns, starter, rows, rounds) for _ in range(lives)])
        for (title, *_), results in zip(rows, zip(*lived)):
            bench.add(title, "requests/s", [1e9 / native for native, _ in results],
                      {column.name: [ratios[column.name] for _, ratios in results]
                       for column in columns[1:]}, {OURS: 0.97})
