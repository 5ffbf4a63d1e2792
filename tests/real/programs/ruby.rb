#!/usr/bin/ruby
# Ruby's files, pipes, sockets, threads and children.
# needs: ruby
# status: 6
require 'open3'
require 'socket'
require 'tempfile'

50.times { |i| File.write("f#{i}", "text #{i}") }
puts Dir.children('.').count { |name| name.start_with?('f') }
puts File.open('f7') { |file| file.dup.tap { |copy| copy.close }; file.read }
reader, writer = IO.pipe
pid = fork do
  reader.close
  writer.write('from a child')
  writer.close
  exit!(3)
end
writer.close
puts reader.read
reader.close
puts Process.wait2(pid)[1].exitstatus
puts `echo backticks`
puts Open3.capture2('cat', stdin_data: 'through cat')[0]
puts system('exit 4'), $?.exitstatus
server = TCPServer.new('127.0.0.1', 0)
clients = (0...20).map { |i| Thread.new { TCPSocket.open('127.0.0.1', server.addr[1]) { |s| s.puts i } } }
sum = 0
20.times { server.accept.tap { |s| sum += s.gets.to_i }.close }
clients.each(&:join)
server.close
puts sum
left, right = UNIXSocket.pair
left.puts 'pair'
puts right.gets
[left, right].each(&:close)
Tempfile.create('t') { |file| file.write('x'); puts file.size }
begin
  File.open('nonexistent')
rescue SystemCallError => error
  puts error.class
end
puts IO.popen(%w[seq 3]).read.split.join(',')
$stdout.flush
exit 6
