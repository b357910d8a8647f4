"""A disk with a cache that a power cut empties, as a plugin of nbdkit.

    image=FILE   what is on the platters
    cut=FILE     while this exists, the power is off: reads, writes and flushes fail
    lying=0|1    whether a flush says that it is done and does nothing
    seed=N       chooses which sectors of the cache had reached the platters by chance

Writes go to the cache. When nbdkit ends, about half of the sectors that are still there are written
to the image, in no order, and the rest is lost.
"""
import builtins
import os
import random

import nbdkit

API_VERSION = 2
SECTOR_BYTES = 512
EIO = 5

options = {"lying": "0", "seed": "1"}
cache = {}
image = None


def config(name, value):
    options[name] = value


def config_complete():
    for name in ("image", "cut"):
        if name not in options:
            raise RuntimeError(f"{name}= is missing")


def after_fork():
    global image
    image = builtins.open(options["image"], "r+b", buffering=0)


def thread_model():
    return nbdkit.THREAD_MODEL_SERIALIZE_ALL_REQUESTS


def open(_readonly):
    return 1


def get_size(_handle):
    return os.path.getsize(options["image"])


def can_flush(_handle):
    return True


def can_fua(_handle):
    return nbdkit.FUA_EMULATE


def fail_without_power():
    if os.path.exists(options["cut"]):
        raise OSError(EIO, "the power is off")


def read_sector(at):
    if at in cache:
        return cache[at]
    image.seek(at)
    return image.read(SECTOR_BYTES)


def pread(_handle, buffer, offset, _flags):
    fail_without_power()
    first = offset - offset % SECTOR_BYTES
    sectors = range(first, offset + len(buffer), SECTOR_BYTES)
    content = b"".join(read_sector(at) for at in sectors)
    buffer[:] = content[offset - first:offset - first + len(buffer)]


def pwrite(_handle, buffer, offset, _flags):
    fail_without_power()
    for at in range(0, len(buffer), SECTOR_BYTES):
        cache[offset + at] = bytes(buffer[at:at + SECTOR_BYTES])


def flush(_handle, _flags):
    fail_without_power()
    if options["lying"] == "0":
        write_back(list(cache))


def write_back(sectors):
    for at in sectors:
        image.seek(at)
        image.write(cache.pop(at))


def unload():
    if image is not None:
        chance = random.Random(int(options["seed"]))
        write_back([at for at in cache if chance.random() < 0.5])
