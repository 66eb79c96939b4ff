#include "clients/cli/table.hpp"

#include <algorithm>
#include <iostream>

#include "clients/cli/terminal.hpp"
#include "clients/core/layout/columns.hpp"

namespace clients::cli {

void Table::add(std::vector<std::string> cells) {
    for (std::string& cell : cells) cell = visible_line(cell);
    rows_.push_back(std::move(cells));
}

void Table::print() const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_)
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], layout::display_width(row[i]));
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i + 1 < row.size(); ++i) std::cout << layout::padded(row[i], widths[i] + 2);
        std::cout << row.back() << '\n';
    }
}

}  // namespace clients::cli
