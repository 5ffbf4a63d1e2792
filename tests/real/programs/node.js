#!/usr/bin/node
// Node: files, streams, children, servers, workers.
// needs: node
'use strict';
const child = require('child_process');
const fs = require('fs');
const http = require('http');
const net = require('net');
const { Worker, isMainThread } = require('worker_threads');

async function main() {
	fs.writeFileSync('a', 'x'.repeat(100000));
	await fs.promises.copyFile('a', 'b');
	const handle = await fs.promises.open('b', 'r+');
	await handle.write('written');
	await handle.close();
	console.log(fs.readFileSync('b', 'utf8').slice(0, 9));
	await new Promise((done) => fs.createReadStream('a').pipe(fs.createWriteStream('c')).on('close', done));
	console.log(fs.statSync('c').size, fs.readdirSync('.').length);
	await Promise.all(Array.from({ length: 100 }, (_, i) => fs.promises.writeFile('f' + i, String(i))));
	console.log(child.execSync('echo from a child').toString().trim());
	console.log(child.spawnSync('sh', ['-c', 'exit 3']).status);
	await new Promise((done) => child.fork(__filename, ['child']).on('exit', done));
	const server = http.createServer((request, response) => response.end('answer ' + request.url));
	await new Promise((done) => server.listen(0, '127.0.0.1', done));
	const { port } = server.address();
	let total = 0;
	for (let i = 0; i < 50; i++) {
		total += await new Promise((done) => http.get({ port, host: '127.0.0.1', path: '/' + i, agent: false },
			(response) => { let n = 0; response.on('data', (d) => { n += d.length; }).on('end', () => done(n)); }));
	}
	console.log('answers', total);
	server.close();
	const echo = net.createServer((socket) => socket.pipe(socket));
	await new Promise((done) => echo.listen('socket', done));
	await new Promise((done) => { const c = net.connect('socket', () => c.end('hello')); c.on('close', done).resume(); });
	echo.close();
	await new Promise((done) => new Worker('require("fs").readFileSync("a")', { eval: true }).on('exit', done));
	const watcher = fs.watch('.');
	watcher.close();
	console.log('done', isMainThread);
}

if (process.argv[2] === 'child')
	process.exit(4);
main();
