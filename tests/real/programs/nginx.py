#!/usr/bin/python3
"""nginx, two workers: new connections, keep-alive, a reload, a proxy to itself, its logs re-opened."""
# needs: nginx python3

import http.client
import os
import signal
import socket
import subprocess
import threading
import time

CONFIG = """
daemon off;
master_process on;
worker_processes 2;
pid %(top)s/pid;
error_log %(top)s/error.log;
%(user)s
events { worker_connections 256; }
http {
	access_log %(top)s/access.log;
	client_body_temp_path %(top)s/body;
	proxy_temp_path %(top)s/proxy;
	fastcgi_temp_path %(top)s/fastcgi;
	uwsgi_temp_path %(top)s/uwsgi;
	scgi_temp_path %(top)s/scgi;
	sendfile on;
	open_file_cache max=10 inactive=20s;
	server {
		listen 127.0.0.1:%(port)d;
		root %(top)s/root;
		location /direct/ { alias %(top)s/root/; open_file_cache off; }
		location /proxied/ { proxy_pass http://127.0.0.1:%(port)d/; }
	}
}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(1000):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            time.sleep(0.02)
    raise SystemExit("nginx does not listen")


def get(connection, path):
    connection.request("GET", path)
    response = connection.getresponse()
    return response.status, len(response.read())


def fresh(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        return get(connection, path)
    finally:
        connection.close()


def requests(port, counts, lock):
    kept = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(60):
        answers = [get(kept, "/large"), fresh(port, "/small"), fresh(port, "/direct/small"),
                   fresh(port, "/proxied/small"), fresh(port, "/nothing")]
        with lock:
            for answer in answers:
                counts[answer] = counts.get(answer, 0) + 1
    kept.close()


def main():
    top = os.getcwd()
    port = free_port()
    os.mkdir("root")
    with open("root/small", "w") as file:
        file.write("small\n")
    with open("root/large", "w") as file:
        file.write("x" * 300000)
    with open("nginx.conf", "w") as file:
        file.write(CONFIG % {"top": top, "port": port,
                             "user": "user root;" if os.geteuid() == 0 else ""})
    server = subprocess.Popen(["nginx", "-p", top, "-c", top + "/nginx.conf",
                               "-e", top + "/error.log"])
    wait_for(port)
    counts, lock = {}, threading.Lock()
    clients = [threading.Thread(target=requests, args=(port, counts, lock)) for _ in range(2)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    server.send_signal(signal.SIGUSR1)
    time.sleep(0.2)
    print(fresh(port, "/small"))
    server.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    print(fresh(port, "/small"))
    server.send_signal(signal.SIGQUIT)
    print("status", server.wait())
    for answer, count in sorted(counts.items()):
        print(answer, count)


main()
