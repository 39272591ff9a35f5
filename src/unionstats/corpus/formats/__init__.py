"""Web pages, Word files and PDFs → text: told apart by content, read in a child process under limits."""
