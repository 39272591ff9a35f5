"""A finished folder of files takes the place of an older one, all or nothing.

The files are first written into a hidden folder beside the output, `.NAME.PID.tmp`, and reach the disk there. Then:

- No output yet: the folder is renamed. One step.
- The output holds only our files: the two folders change names in one step (Linux: renameat2, macOS: renamex_np),
  and the older one is deleted. A reader sees all old files or all new ones; a kill at any moment leaves either.
- The output holds other files too, or is where the process stands, is a mount point, or the system cannot exchange
  folders: our files are replaced one by one, the last one given at the very end, and put back if one cannot be
  replaced. Other files stay. A reader that opens several files in these few milliseconds, or after a kill within
  them, may hold files of two runs: it can tell, since the last file records the hashes of the others.
"""

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from unionstats.core.errors import OutputError, reason_of


def replace_files(out: Path, names: Sequence[str], fill: Callable[[Path], None], former: Collection[str] = ()) -> None:
    """Write the files `names` into the folder `out`, all or nothing.

    Args:
        out: the folder; made, with its parents, where it is missing.
        names: our files, as paths below `out` with forward slashes; the last one vouches for the others.
        fill: writes exactly these files into the folder it is given.
        former: files that we wrote before and that are to go.

    Raises:
        OSError: when something cannot be written. `out` is as it was.
    """
    out = out.resolve()
    home = home_of(out)
    _remove_stale(home, out.name)
    stage = home / f".{out.name}.{os.getpid()}.tmp"
    stage.mkdir()
    try:
        fill(stage)
        for name in names:
            _sync(stage / name)
        for folder in _folders(stage, names):
            _sync(folder)
        if not out.exists():
            stage.rename(out)
        elif not _is_replaceable(out, {*names, *former}) or not _exchange(stage, out):
            _replace_each(stage, out, names, former)
        for folder in _folders(out, names):
            _sync(folder)
        _sync(home)
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def home_of(out: Path) -> Path:
    """The folder for what is written on the way to `out`: the one beside it, or `out` itself where that is closed.

    It is made, with its parents, where it is missing.

    Raises:
        OSError: there is no such folder and none can be made, or `out` is a file.
    """
    out = out.resolve()
    if out.exists() and not out.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    return out if out.is_dir() and _is_elsewhere(out) else out.parent


def unwritten(out: Path, error: OSError) -> OutputError:
    """What to tell about an error of the system in writing to `out` or beside it."""
    remedy = (
        "Close its files in other programs, or give --out a folder that can be written to."
        if isinstance(error, PermissionError) and out.is_dir()
        else "Free some space, or give --out a folder that can be written to."
    )
    return OutputError(str(out), f"cannot write the dataset: {reason_of(error)}", remedy)


def _is_elsewhere(out: Path) -> bool:
    """Whether nothing beside `out` can be renamed into it: a mount point, or in a folder closed to us."""
    return out.stat().st_dev != out.parent.stat().st_dev or os.path.ismount(out) or not os.access(out.parent, os.W_OK)


def _folders(top: Path, names: Iterable[str]) -> list[Path]:
    """The folders that hold the files, those inside others first."""
    inside = {above for name in names for above in PurePosixPath(name).parents}
    return [top / folder for folder in sorted(inside, key=lambda folder: (-len(folder.parts), folder))]


def _is_replaceable(out: Path, names: Collection[str]) -> bool:
    """Whether the folder as such may be replaced: it holds nothing but our files and nobody stands in it."""
    ours = {out / name for name in names} | set(_folders(out, names))
    here = Path.cwd()
    for folder, folders, files in os.walk(out):
        if here.samefile(folder) or not all(Path(folder, name) in ours for name in [*folders, *files]):
            return False
    return True


def _exchange(first: Path, second: Path) -> bool:
    """Let two folders change names in one step. False where the system cannot."""
    if sys.platform == "linux":
        call, arguments = "renameat2", (-100, os.fsencode(first), -100, os.fsencode(second), 2)  # AT_FDCWD, EXCHANGE
    elif sys.platform == "darwin":
        call, arguments = "renamex_np", (os.fsencode(first), os.fsencode(second), 2)  # RENAME_SWAP
    else:
        return False
    shutil.copymode(second, first)
    rename = getattr(ctypes.CDLL(None, use_errno=True), call, None)
    return rename is not None and rename(*arguments) == 0


def _replace_each(stage: Path, out: Path, names: Sequence[str], gone: Collection[str]) -> None:
    former = stage / "former"
    former.mkdir()
    changed: list[str] = []
    *others, last = names
    try:
        for name in [*others, *gone, last]:
            (former / name).parent.mkdir(parents=True, exist_ok=True)
            if (out / name).exists():
                _keep(out / name, former / name)
            if name in gone:
                (out / name).unlink(missing_ok=True)
            else:
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                (stage / name).replace(out / name)
            changed.append(name)
    except BaseException:
        for name in changed:
            if (former / name).exists():
                (former / name).replace(out / name)
            else:
                (out / name).unlink(missing_ok=True)
        _remove_empty(out, names)
        raise
    _remove_empty(out, gone)


def _remove_empty(out: Path, names: Iterable[str]) -> None:
    """Remove the folders of these files that hold nothing now."""
    for folder in _folders(out, names):
        if folder != out:
            with suppress(OSError):
                folder.rmdir()


def _keep(path: Path, copy: Path) -> None:
    """A second name for the same file, or a copy where the file system has no hard links."""
    try:
        copy.hardlink_to(path)
    except OSError:
        shutil.copy2(path, copy)


def _remove_stale(home: Path, name: str) -> None:
    """Remove what killed runs left behind."""
    pattern = re.compile(rf"\.{re.escape(name)}\.([0-9]+)\.tmp")
    for path in home.iterdir():
        if (left := pattern.fullmatch(path.name)) and not _is_running(int(left[1])):
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    """Whether another process of this number runs. Our own number on a folder is from an earlier life."""
    if pid == os.getpid():
        return False
    if sys.platform == "win32":  # where signal 0 would end the process; a folder that stays does no harm
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _sync(path: Path) -> None:
    """Have the file, or the folder's list of names, reach the disk."""
    if path.is_dir() and sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY if sys.platform != "win32" else os.O_RDWR)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot sync a folder.
        if not path.is_dir() or error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        with suppress(OSError):
            os.close(descriptor)
