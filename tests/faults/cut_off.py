"""Cuts a file system off from its disk, as a power cut does: python3 cut_off.py MOUNT_POINT

What was not synced by then is gone (FS_IOC_SHUTDOWN, linux/fs.h and xfs_fs.h, without a flush of
the log). Works on ext4 and xfs; root only.
"""
import fcntl
import os
import struct
import sys

FS_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = 2

mount_point = os.open(sys.argv[1], os.O_RDONLY)
fcntl.ioctl(mount_point, FS_IOC_SHUTDOWN, struct.pack("I", NO_LOG_FLUSH))
