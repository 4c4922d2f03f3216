"""A build backend that needs nothing: makes an editable wheel of the folder it runs in."""

import zipfile
from pathlib import Path

NAME = "bereikbaar-0.1.0"
METADATA = "Metadata-Version: 2.1\nName: bereikbaar\nVersion: 0.1.0\nProvides-Extra: dev\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def build_editable(wheel_directory: str, config_settings: object = None, metadata_directory: str | None = None) -> str:  # noqa: ARG001
    """Write the wheel and give its name."""
    wants = Path("requires.txt")
    metadata = METADATA + "".join(f"Requires-Dist: {line}\n" for line in wants.read_text(encoding="utf-8").splitlines())
    files = {
        "bereikbaar.pth": f"{Path.cwd()}\n",
        f"{NAME}.dist-info/METADATA": metadata,
        f"{NAME}.dist-info/WHEEL": WHEEL,
        f"{NAME}.dist-info/entry_points.txt": "[console_scripts]\nbereikbaar = bereikbaar.__main__:main\n",
    }
    record = f"{NAME}.dist-info/RECORD"
    with zipfile.ZipFile(Path(wheel_directory) / f"{NAME}-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        wheel.writestr(record, "".join(f"{name},,\n" for name in (*files, record)))
    return f"{NAME}-py3-none-any.whl"
