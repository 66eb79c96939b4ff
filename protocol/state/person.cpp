#include "protocol/state/person.hpp"

#include <algorithm>

namespace protocol {

std::set<KeyId> devices_under(const Person& person, const KeyId& device, const std::vector<KeyId>& keep) {
    std::set<KeyId> out{device};
    // A chain of admissions is no longer than the devices are many: each round adds one link of it, or nothing.
    for (std::size_t before = 0; before != out.size();) {
        before = out.size();
        for (const auto& [admitted, by] : person.admitted_by)
            if (out.contains(by) && std::ranges::find(keep, admitted) == keep.end()) out.insert(admitted);
    }
    return out;
}

}  // namespace protocol
