#!/bin/sh
# Editors and terminal programs, without a terminal.
set -u

printf '1\n2\n3\n' >text
if command -v vim >/dev/null; then
	vim -u NONE -es -c '%s/2/zwei/' -c 'r !echo from a command' -c 'w' -c 'e other' -c 'w' -c 'qa' text
	echo "status $?"
	cat text
fi
if command -v tmux >/dev/null; then
	tmux -S socket -f /dev/null new-session -d -x 80 -y 24 'echo in tmux; sleep 0.3' \; \
		split-window 'echo below; sleep 0.3'
	sleep 0.2
	tmux -S socket list-panes | wc -l
	tmux -S socket capture-pane -p -t 0.1 | grep below
	tmux -S socket kill-server
	sleep 0.2
fi
command -v script >/dev/null && script -q -c 'echo in a terminal' /dev/null </dev/null | tr -d '\r'
command -v screen >/dev/null && screen -v >/dev/null
command -v less >/dev/null && less -E text </dev/null | wc -l
exit 0
