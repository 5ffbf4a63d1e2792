"""Wrong: a pipe to a child whose end nobody closes. Right: all other ways to children,
which are started with vfork where nothing has to run in the child, else with fork."""
# expect: leak opened=start:OPENED

import os
import subprocess
import sys


def start():
    process = subprocess.Popen(["true"], stdin=subprocess.PIPE)  # OPENED
    process.wait()
    os._exit(0)  # else the file object would close it


def right():
    for _ in range(20):
        subprocess.run(["true"], check=True)
        subprocess.run(["true"], check=True, close_fds=False)
    subprocess.run(["true"], check=True, preexec_fn=lambda: os.open(os.devnull, os.O_RDONLY))
    subprocess.run(["cat"], check=True, input=b"text", stdout=subprocess.PIPE)
    try:
        subprocess.run([os.path.join(sys.argv[1], "missing")], check=True)
    except FileNotFoundError:
        pass
    with subprocess.Popen(["true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, start_new_session=True) as process:
        process.communicate()


right()
start()
