"""PostgreSQL through psycopg2, with every transaction bound to the program in scope."""
