"""
Servers: requests a second of each column's server, all of them up, asked in turns. The
servers have one processor, who asks has another: what is measured is the server. A
process is faster or slower than its twin for as long as it lives, by where its pages
lie, so that all of them are started anew a few times.
"""

import os
import re
import signal
import socket
import subprocess
import time

from common import take_turns

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


def wait_for(port):
    for _ in range(500):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise SystemExit("a server does not listen on port %d" % port)


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
                            env=dict(os.environ, PATH="/usr/sbin:" + os.environ["PATH"]))


def wrk(path, seconds):
    def ask(port):
        out = subprocess.run(["wrk", "-t1", "-c16", "-d%s" % seconds,
                              "http://127.0.0.1:%d%s" % (port, path)],
                             capture_output=True, text=True, check=False).stdout
        found = re.search(r"Requests/sec:\s*([\d.]+)", out)
        return float(found[1]) if found else None
    return ask


def redis_benchmark(more, requests):
    def ask(port):
        out = subprocess.run(["redis-benchmark", "-p", str(port), "-n", str(requests), "-c", "16",
                              "--csv", "-t", "get", *more], capture_output=True, text=True,
                             check=False).stdout
        found = re.search(r'"GET","([\d.]+)"', out)
        return float(found[1]) if found else None
    return ask


PROCESSORS = os.sched_getaffinity(0)


def on_processor(which):
    """Where children run that are started from now on, if there are two."""
    if len(PROCESSORS) > 1:
        os.sched_setaffinity(0, {sorted(PROCESSORS)[which]})


def processes(pid):
    """It and all below it."""
    with open("/proc/%d/task/%d/children" % (pid, pid), encoding="ascii") as file:
        below = [int(word) for word in file.read().split()]
    return [pid] + [one for child in below for one in processes(child)]


def processor_s(pids):
    """Seconds that these processes have run."""
    total = 0
    for pid in pids:
        for thread in os.listdir("/proc/%d/task" % pid):
            with open("/proc/%d/task/%s/schedstat" % (pid, thread), encoding="ascii") as file:
                total += int(file.read().split()[0])
    return total / 1e9


def one_life(bench, columns, starter, rows, rounds):
    """
    For each row take_turns' native values and ratios, of servers that were started once:
    requests a second, and requests a second of the server's processor time.
    """
    on_processor(0)
    up = {column.name: starter(bench, column) for column in columns}
    on_processor(1)
    results = []
    try:
        for port, _ in up.values():
            wait_for(port)
        for _, ask, requests in rows:
            rates = {}

            def once(column, ask=ask, requests=requests, rates=rates):
                port, process = up[column.name]
                pids = processes(process.pid)
                before = processor_s(pids)
                rate = ask(port)
                rates.setdefault(column.name, []).append(
                    (requests or rate) / (processor_s(pids) - before))
                return rate
            results.append(take_turns(columns, rounds, once))
            native = rates.pop("native")
            results.append((native, {name: [rate / of for rate, of in zip(own, native)]
                                     for name, own in rates.items()}))
        return results
    finally:
        for _, process in up.values():
            process.send_signal(signal.SIGTERM)
        for _, process in up.values():
            process.wait()
        os.sched_setaffinity(0, PROCESSORS)


def servers(bench):
    columns = bench.whole_programs()
    lives, rounds = (4, 2) if bench.quick else (8, 3)
    bench.heading(columns)
    for needed, starter, rows in (
            (("nginx", "wrk"), start_nginx,
             [("nginx, a new connection each request", wrk("/close/index.html", "1s"), None),
              ("nginx, keep-alive", wrk("/index.html", "1s"), None)]),
            (("redis-server", "redis-benchmark"), start_redis,
             [("redis GET, 16 connections", redis_benchmark([], 60000), 60000),
              ("redis GET, a new connection each", redis_benchmark(["-k", "0"], 10000), 10000)])):
        missing = [name for name in needed if not bench.tool(name)]
        if missing:
            for title, *_ in rows:
                bench.skip(title, "not installed: " + ", ".join(missing))
            continue
        results = [one_life(bench, columns, starter, rows, rounds) for _ in range(lives)]
        titles = [title + tail for title, *_ in rows for tail in ("", ", of processor time")]
        for index, title in enumerate(titles):
            native = [value for life in results for value in life[index][0]]
            ratios = {name: [value for life in results for value in life[index][1][name]]
                      for name in results[0][index][1]}
            bench.add(title, "requests/s", native, ratios, {OURS: 0.97})
