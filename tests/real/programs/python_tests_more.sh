#!/bin/sh
# More of the interpreter's modules, of what opens many descriptors: minutes.
# needs: python3
# long: 900
exec "$REAL/programs/python_tests.py" test_signal test_ssl test_zipfile test_tarfile test_logging \
	test_concurrent_futures test_multiprocessing_fork test_threading test_selectors test_ftplib \
	test_shutil test_select test_bufio test_mailbox test_socketserver test_httpservers \
	test_dbm test_pathlib
