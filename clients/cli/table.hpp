// Columns on a terminal. Every cell is foreign text until shown otherwise: all are made visible.
#pragma once

#include <string>
#include <vector>

namespace clients::cli {

class Table {
public:
    explicit Table(std::vector<std::string> header) { add(std::move(header)); }
    void add(std::vector<std::string> cells);
    void print() const;   // to standard output; the last column is not padded

private:
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace clients::cli
