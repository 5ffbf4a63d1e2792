#!/bin/sh
# The same modules whole, and more of them: minutes.
# needs: python3
# long: 1800
exec "$REAL/programs/python_tests.py" test_os test_io test_tempfile test_subprocess test_socket \
	test_shutil test_select test_selectors test_bufio test_mailbox test_zipfile test_tarfile \
	test_asyncio.test_events test_asyncio.test_subprocess test_asyncio.test_streams \
	test_asyncio.test_unix_events \
	test_multiprocessing_fork test_concurrent_futures test_socketserver test_ssl test_httpservers \
	test_ftplib test_signal test_threading test_logging test_dbm test_sqlite3 test_pathlib
