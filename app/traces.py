"""Where something broke. Not what it says: messages of the database and of mail servers carry values, names and addresses."""

import traceback


def where(error: BaseException) -> list[str]:
    """The last steps, each as `file:line function`."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
