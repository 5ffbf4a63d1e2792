#!/bin/sh
# Clients and key tools that need no network.
set -u

printf 'some text\n' >text
if command -v curl >/dev/null; then
	curl -s "file://$PWD/text"
	curl -s file:///nonexistent || echo "status $?"
	curl -s http://127.0.0.1:1/ || echo "status $?"
fi
if command -v ssh-keygen >/dev/null; then
	ssh-keygen -q -t ed25519 -N '' -f key
	ssh-keygen -l -f key.pub | wc -l
	ssh-keygen -Y sign -f key -n file text 2>/dev/null
	head -n 1 text.sig
	eval "$(ssh-agent -s)" >/dev/null
	ssh-add -q key
	ssh-add -l | wc -l
	kill "$SSH_AGENT_PID"
	ssh -o BatchMode=yes -p 1 127.0.0.1 true 2>/dev/null || echo "status $?"
fi
if command -v openssl >/dev/null; then
	openssl rand -hex 4 | wc -c
	openssl dgst -sha256 text
	openssl enc -aes-128-cbc -pass pass:x -pbkdf2 -in text -out secret
	openssl enc -d -aes-128-cbc -pass pass:x -pbkdf2 -in secret
fi
if command -v gpg >/dev/null; then
	gpg --batch --quiet --no-tty --homedir "$PWD" --yes --passphrase x --pinentry-mode loopback \
		-c text 2>/dev/null && ls text.gpg
	gpgconf --homedir "$PWD" --kill all
fi
if command -v rsync >/dev/null; then
	mkdir -p from; cp text from
	rsync -a from/ to && cat to/text
fi
getent passwd root | cut -d: -f1
getent hosts localhost | wc -l
exit 0
