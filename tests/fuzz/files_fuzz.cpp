// Files that people hand to the client: access lists, and files of age keys.
#include "clients/core/access/access_file.hpp"
#include "clients/core/age_files/key_file.hpp"
#include "tests/fuzz/fuzz.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = fuzz::text(data, size);
    if (const auto list = clients::access::parse_access_file(text)) {
        const auto again = clients::access::parse_access_file(clients::access::access_file_text(*list, clients::Language::en));
        fuzz::require(again && *again == *list);
    } else {
        fuzz::require(!clients::access::describe(clients::Language::fr, list.error()).empty());
    }
    (void)clients::age_files::parse_recipients(text);
    (void)clients::age_files::parse_identities(text);
    return 0;
}
