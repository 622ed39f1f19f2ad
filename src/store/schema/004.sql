-- Words of sentences, for `search`: kept by triggers, so that no writer has to think of them.

CREATE VIRTUAL TABLE sentence_words USING fts5 (
  text, content = 'sentence', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO sentence_words (sentence_words) VALUES ('rebuild');

CREATE TRIGGER sentence_put AFTER INSERT ON sentence BEGIN
  INSERT INTO sentence_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER sentence_gone AFTER DELETE ON sentence BEGIN
  INSERT INTO sentence_words (sentence_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
