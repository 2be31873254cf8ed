"""Files that leave Transom: under a safe name, complete, and never over another file."""
