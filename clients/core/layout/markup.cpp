#include "clients/core/layout/markup.hpp"

#include "protocol/content/visible.hpp"

namespace clients::layout {

std::string escaped(std::string_view foreign) {
    std::string out;
    for (const char c : protocol::content::visible(foreign)) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            case '\'': out += "&#39;"; break;
            default: out.push_back(c);
        }
    }
    return out;
}

}  // namespace clients::layout
