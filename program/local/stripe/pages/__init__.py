"""The pages that people see. All of them say that this is a sandbox."""
