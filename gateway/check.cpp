#include <cstdlib>
#include <iostream>

#include <nlohmann/json.hpp>

#include "gateway/commands.hpp"
#include "gateway/config.hpp"
#include "gateway/register/audit.hpp"
#include "gateway/register/identity.hpp"
#include "gateway/store/sqlite.hpp"
#include "gateway/store/sqlite_store.hpp"

namespace gateway {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string describe(const Finding& finding) {
    return (finding.index ? "entry #" + std::to_string(*finding.index) + ": " : "the register: ") + finding.what;
}

void print(const std::vector<ConfigProblem>& problems) {
    if (problems.empty()) std::cout << "configuration: in order\n";
    for (const auto& problem : problems) std::cout << "configuration: " << describe(problem) << "\n";
}

void print(const Audit& audit) {
    for (const auto& finding : audit.findings) std::cout << "register: " << describe(finding) << "\n";
    std::cout << "register: " << audit.entries << " entries, " << audit.governing << " of them governing, " << audit.numbered
              << " numbered, under " << audit.checkpoints << " checkpoints: "
              << (audit.findings.empty() ? "in order" : "NOT in order. Do not serve it; restore the database from a backup")
              << "\n";
}

OrderedJson json_of(const std::vector<ConfigProblem>& problems) {
    OrderedJson out = {{"in_order", problems.empty()}, {"problems", OrderedJson::array()}};
    for (const auto& problem : problems)
        out["problems"].push_back(
            {{"line", problem.line}, {"column", problem.column}, {"key", problem.key}, {"what", problem.what}});
    return out;
}

OrderedJson json_of(const Audit& audit) {
    OrderedJson out = {{"in_order", audit.findings.empty()}, {"entries", audit.entries},
                       {"governing", audit.governing},       {"numbered", audit.numbered},
                       {"checkpoints", audit.checkpoints},   {"findings", OrderedJson::array()}};
    for (const auto& finding : audit.findings) {
        OrderedJson one = OrderedJson::object();
        if (finding.index) one["entry"] = *finding.index;
        one["what"] = finding.what;
        out["findings"].push_back(std::move(one));
    }
    return out;
}

// By the key if it can be had; nothing without one.
std::optional<Audit> audit_register(const CheckOptions& options) {
    if (!options.store_key && !std::getenv("CREDENTIALS_DIRECTORY")) return std::nullopt;
    const auto key = store::read_store_key(store::locate_store_key(options.store_key), options.folder.path);
    const auto snapshot = store::inspect_sqlite_store(options.folder.database(), store::derive_keys(key));
    auto out = audit(*snapshot, load_identity(*snapshot).log());
    if (auto damage = store::find_page_damage(options.folder.database()))
        out.findings.insert(out.findings.begin(), Finding{.index = {}, .what = std::move(*damage)});
    return out;
}

}  // namespace

Exit check(const CheckOptions& options) {
    const auto problems = check_config(read_config_text(options.folder.config())).problems;
    if (!options.json) print(problems);
    const auto version = store::require_current_schema(options.folder.database());
    const auto audit = audit_register(options);
    if (options.json) {
        OrderedJson out = {{"configuration", json_of(problems)}, {"schema_version", version}};
        if (audit) out["register"] = json_of(*audit);
        std::cout << out.dump(2) << "\n";
    } else if (audit) {
        print(*audit);
    } else {
        std::cout << "register: schema version " << version << "; its entries were not looked at: give --store-key FILE\n";
    }
    if (audit && !audit->findings.empty()) return Exit::store_failed;
    return problems.empty() ? Exit::ok : Exit::failed;
}

}  // namespace gateway
