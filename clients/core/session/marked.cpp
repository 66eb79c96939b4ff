#include "clients/core/session/marked.hpp"

#include "crypto/secret.hpp"

namespace clients {

using namespace protocol;

namespace {

std::string_view value_of(Mark mark) {
    switch (mark) {
        case Mark::acknowledged: return "acknowledged-entries";
        case Mark::confirmed: return "confirmed-entries";
    }
    throw std::logic_error("no such mark");
}

}  // namespace

std::set<EntryId> marked(Store& store, Mark mark) {
    std::set<EntryId> out;
    const auto text = store.value(value_of(mark));
    if (!text) return out;
    for (const auto& id : Json::parse(crypto::as_text(*text))) out.insert(*parse_id(id.get<std::string>()));
    return out;
}

void mark(Store& store, Mark mark, const std::set<EntryId>& entries) {
    store.transaction([&] {
        auto all = marked(store, mark);
        all.insert(entries.begin(), entries.end());
        Json list = Json::array();
        for (const auto& id : all) list.push_back(id_text(id));
        store.put_value(value_of(mark), crypto::to_secret(list.dump()));
    });
}

}  // namespace clients
