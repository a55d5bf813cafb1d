//! The service index (Quyết định 766/QĐ-TTg): formulas over counted records.
