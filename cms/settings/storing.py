"""Where the files of people lie: a folder of this machine, or a store that speaks S3 and that several machines share."""

from importlib import import_module

from cms.settings.env import read, required


def private_files() -> dict:
    """One entry of Django's STORAGES. A bucket without its keys stops the start: half a store loses files."""
    bucket = read("CAMPUS_S3_BUCKET", default="")
    if not bucket:
        return {"BACKEND": "content.base.private_files.PrivateDisk"}
    options = {
        "bucket_name": bucket,
        "access_key": required("CAMPUS_S3_KEY"),
        "secret_key": required("CAMPUS_S3_SECRET"),
        "endpoint_url": read("CAMPUS_S3_ADDRESS", default="") or None,
        "region_name": read("CAMPUS_S3_REGION", default="") or None,
        "location": read("CAMPUS_S3_FOLDER", default="private"),
        "default_acl": None,  # the bucket's own rule: closed
        "file_overwrite": True,  # names are made here and never come twice, so nobody has to ask for them first
        # A store that hangs must hold no web worker for longer than a person waits.
        "client_config": import_module("botocore.config").Config(
            connect_timeout=3,
            read_timeout=5,
            retries={"total_max_attempts": 2},
            s3={"addressing_style": read("CAMPUS_S3_STYLE", default="path")},
            signature_version="s3v4",
        ),
    }
    if read("CAMPUS_S3_ENCRYPTION", default=""):
        options["object_parameters"] = {"ServerSideEncryption": read("CAMPUS_S3_ENCRYPTION")}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
