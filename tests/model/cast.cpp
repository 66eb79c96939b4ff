#include "tests/model/cast.hpp"

#include <fmt/core.h>

#include "tests/model/world.hpp"

namespace model {

std::vector<DeviceNumber> at_work(const World& world) {
    const auto acting = world.reference.acting();
    std::vector<DeviceNumber> out;
    for (const auto& [handle, person] : world.cast.people)
        if (!world.offline.contains(handle))
            for (const auto device : person.devices)
                if (acting.test(device)) out.push_back(device);
    return out;
}

std::vector<DeviceNumber> at_work_for(const World& world, const std::string& member) {
    std::vector<DeviceNumber> out;
    for (const auto device : at_work(world)) {
        const std::string handle = world.machine(device).handle.text();
        if (member_of(handle) == member && !world.cast.people.at(handle).is_reader()) out.push_back(device);
    }
    return out;
}

std::vector<DeviceNumber> at_work_as(const World& world, const std::string& handle) {
    std::vector<DeviceNumber> out;
    for (const auto device : at_work(world))
        if (world.machine(device).handle.text() == handle) out.push_back(device);
    return out;
}

bool vacant(const World& world, const std::string& member) {
    auto members = world.reference.members(own_circle(member));
    for (const Sheet& sheet : world.cast.sheets) members.reset(sheet.number);
    return members.none();
}

bool founding(const World& world) { return world.now() < world.cast.founded_at + 30 * day_s; }

std::string member_of(const std::string& handle) { return handle.substr(0, handle.find('.')); }
std::string own_circle(const std::string& member) { return member == "dmr" ? member : "state:" + member; }
protocol::Circle circle_named(const std::string& name) { return protocol::Circle::parse(name).value(); }
protocol::Handle handle_named(const std::string& name) { return protocol::Handle::parse(name).value(); }

protocol::Handle new_handle(World& world, const std::string& member) {
    return handle_named(fmt::format("{}.{:02}", member, ++world.cast.handles_given[member]));
}

}  // namespace model
